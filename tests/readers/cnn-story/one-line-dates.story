By Jane Sample

PUBLISHED: 08:12 EST, 10 April 2013

UPDATED: 09:30 EST, 10 April 2013

PORT ELSA, Washington (CNN) -- A second kite has followed the first, its owner said.

@highlight

Second kite follows first
