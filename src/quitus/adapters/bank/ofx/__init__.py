"""OFX, SGML 1.x and XML 2.x, with its variants QFX and what banks make of them."""
