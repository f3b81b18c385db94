"""The rules of the chat: pure, standard library only."""
