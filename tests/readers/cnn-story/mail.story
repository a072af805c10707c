By
.
Jane Sample
.

PUBLISHED:
.
08:12 EST, 10 April 2013
.

|
.

UPDATED:
.
09:30 EST, 10 April 2013
.

A kite of silk and cane has climbed higher than the hill it came from .

Its owner, Ida Crumb, 61, said she had let go of the string .

@highlight

Kite climbs higher than hill

@highlight

