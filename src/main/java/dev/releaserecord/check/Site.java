package dev.releaserecord.check;

/** The record whose checks are run. */
public record Site(String namespace, String record, String uid) {}
