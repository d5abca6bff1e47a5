package dev.releaserecord.cluster;

/** The namespace of one test class. */
public record TestNamespace(String name) {}
