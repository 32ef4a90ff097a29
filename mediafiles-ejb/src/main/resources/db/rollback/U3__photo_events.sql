-- undoes: V3 | loses: nothing | lock: none
-- V3 only counted.

SELECT 3;
