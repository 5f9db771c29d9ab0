// Forms the lint must refuse, one a line; never compiled.
void a() { co_await f({.x = 1}); }
void b() { auto r = co_await (c ? f() : g()); }
void c() { auto [x, y] = co_await f(); }
void d() { co_await f([x] { return 1; }); }
void e() { auto p = new T(co_await f()); }
