/**
 * The command {@code export}: the digests of a record as an {@code images} block of kustomize, so
 * that manifests in Git say what runs.
 *
 * <p>Of workloads it reads the images that manifests named, by what {@code kubectl apply} wrote
 * down; nothing else of that.
 */
@NullMarked
package dev.releaserecord.app.export;

import org.jspecify.annotations.NullMarked;
