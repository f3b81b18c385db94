// What libraries of 2008 did to every page.
Array.prototype.toJSON = function () { return "[" + this.join(",") + "]"; };
Object.prototype.toJSON = function () { return "an object"; };
Array.prototype.each = function (work) { for (var i = 0; i < this.length; i++) work(this[i]); };
Object.prototype.extend = function (other) { for (var key in other) this[key] = other[key]; return this; };
String.prototype.toJSON = function () { return '"' + this + '"'; };
delete Array.from;
window.$ = window.jQuery = function () { return []; };
window.h = window.fill = window.config = "the page's own";
