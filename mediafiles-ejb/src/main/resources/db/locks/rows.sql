-- Invented rows, 300 a table, for recording what each version locks and reads (org.mediafiles.schema.plan.ScratchRows). A new
-- table needs a statement here. Only on an empty scratch database; nobody's data.

INSERT INTO public.accounts_eqmduser (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
SELECT n, '!', false, 'user' || n, '', '', '', false, true, now() FROM generate_series(1, 300) n;

INSERT INTO public.patients_patient (id, name, birthday)
SELECT md5('patient' || n)::uuid, 'Patient ' || n, date '2000-01-01' FROM generate_series(1, 300) n;

INSERT INTO public.events_event (id, event_type, event_datetime, description, created_at, updated_at, created_by_id, patient_id, updated_by_id)
SELECT md5('event' || n)::uuid, CASE WHEN n <= 100 THEN 3 WHEN n <= 200 THEN 9 ELSE 10 END, now(), 'Event', now(), now(), n,
       md5('patient' || n)::uuid, n
FROM generate_series(1, 300) n;

INSERT INTO public.mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type, file_type, metadata, created_at, updated_at)
SELECT md5('file' || n)::uuid, 'photos/' || n, n || '.jpg', encode(sha256(n::text::bytea), 'hex'), n, 'image/jpeg',
       CASE WHEN n <= 200 THEN 'image' ELSE 'video' END, '{}', now(), now()
FROM generate_series(1, 300) n;

INSERT INTO public.mediafiles_photo (event_ptr_id, media_file_id)
SELECT md5('event' || n)::uuid, md5('file' || n)::uuid FROM generate_series(1, 100) n;

INSERT INTO public.mediafiles_photoseries (event_ptr_id, total_images, series_description)
SELECT md5('event' || n)::uuid, 1, '' FROM generate_series(101, 200) n;

INSERT INTO public.mediafiles_photoseriesfile (id, order_index, caption, created_at, photo_series_id, media_file_id)
SELECT md5('series file' || n)::uuid, 1, '', now(), md5('event' || n)::uuid, md5('file' || n)::uuid
FROM generate_series(101, 200) n;

INSERT INTO public.mediafiles_videoclip (event_ptr_id, media_file_id)
SELECT md5('event' || n)::uuid, md5('file' || n)::uuid FROM generate_series(201, 300) n;

INSERT INTO mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)
SELECT md5('object' || n)::uuid, encode(sha256(n::text::bytea), 'hex'), 'photos/' || n, n, 'image/jpeg'
FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.media_file_object (media_file_id, stored_object_id)
SELECT md5('file' || n)::uuid, md5('object' || n)::uuid FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.derivative (stored_object_id, variant, storage_key, byte_count, sha256, mime_type)
SELECT md5('object' || n)::uuid, 'large', 'large/' || n, n, encode(sha256(n::text::bytea), 'hex'), 'image/jpeg'
FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.upload (id, owner_id, kind, state, original_filename, expires_at)
SELECT md5('upload' || n)::uuid, n, 'photo', 'expired', n || '.jpg', now() FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.derivative_job (stored_object_id, kind, state)
SELECT md5('object' || n)::uuid, 'picture', 'done' FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id)
SELECT md5('trash' || n)::uuid, md5('patient' || n)::uuid, n FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.patient_identifier (patient_id, system, value)
SELECT md5('patient' || n)::uuid, 'record', n::text FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.patient_search (patient_id, name_read, folded)
SELECT md5('patient' || n)::uuid, 'Patient ' || n, 'patient ' || n FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.user_role (user_id, role)
SELECT n, 'viewer' FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.audit_event (act, outcome)
SELECT 'schema-change', 'ok' FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.media_look (user_id, media_file_id, variant, last_at)
SELECT n, md5('file' || n)::uuid, 'large', now() FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.adopted_file (media_file_id)
SELECT md5('file' || n)::uuid FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index, caption, created_at, removed_by_id)
SELECT md5('removed' || n)::uuid, md5('event' || (100 + n % 100))::uuid, md5('file' || n)::uuid, 1, '', now(), n
FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.regeneration (scope, state, requested_by_id, total)
SELECT 'all', 'done', n, 300 FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.user_account (user_id)
SELECT n FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.sign_in_lock (username, address, failures, last_failed_at)
SELECT 'user' || n, '192.0.2.1', 1, now() FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.user_session (id, user_id)
SELECT md5('session' || n)::uuid, n FROM generate_series(1, 300) n;

INSERT INTO mediafiles_ops.audit_seal (seq, audit_id, audit_at, row_hash, chain_hash)
SELECT n, n, now(), sha256(n::text::bytea), sha256(('chain' || n)::bytea) FROM generate_series(1, 300) n;
