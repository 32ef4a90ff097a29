-- undoes: V32 | loses: nothing | lock: none
-- What is on record never goes, and neither do its partitions, its seals and what keeps them from being changed: V9, V31 and
-- V32 meet them standing when they come again.

SELECT 32;
