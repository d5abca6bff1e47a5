package dev.releaserecord.controller;

import java.util.List;

/** Stand-in. */
public record Health(boolean synced, boolean progressing, List<String> problems) {}
