"""What goes into OTRS: the add-on ChatBridge, its web service, and the builder of the package file."""
