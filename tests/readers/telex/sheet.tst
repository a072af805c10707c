SHDRACE: OXTOWN6NNNSWWednesday

1. MONTAGU: A Example's b g 4y (Goose (US) - Diamond Quay) 58.5 4 (B Test, Trainer: C Sample) ($3.00 fav).
2. ESTER: b g 5y 55 3 (5.50 7.00) lg hd.
All started.
Time: 1m58.00s.
   AAP RESULTS
