ZCZC AAP
%A
#Kelp: Prices
$Kelp prices fall by a third

:(MELBOURNE)
*04000000
Kelp costs a third less than in June, dealers said on Monday.

   They expect more of it by spring.

AAP RTV
NNNN
ZCZC AAP
%A
#Kelp: Boats
$Kelp boats stay in harbour

:(SYDNEY)
*04000000
   BRISBANE, Jul 16 AAP - Eleven kelp boats stayed in harbour on Monday.

AAP RTV
NNNN
