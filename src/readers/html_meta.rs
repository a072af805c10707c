//! What a page says of itself in `<meta>`, `<link>`, `<time>` and microdata.
