/** Drafts of records, by namespaces as somebody wrote them. */
@NullMarked
package dev.releaserecord.draft;

import org.jspecify.annotations.NullMarked;
