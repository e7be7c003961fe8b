-- name: origin_add
INSERT INTO origin(occurrence, department, document, document_key, issued, sender, ident)
VALUES(:occurrence, :department, :document, :document_key, :issued, :sender, :ident);

-- name: origin_get
SELECT * FROM origin WHERE occurrence = :occurrence;

-- name: origin_by_document
SELECT * FROM origin WHERE department = :department AND document_key = :document_key
ORDER BY occurrence LIMIT 10000;

-- name: origin_by_ident
SELECT * FROM origin WHERE ident IS NOT NULL AND department = :department AND ident = :ident
ORDER BY occurrence LIMIT 10000;
