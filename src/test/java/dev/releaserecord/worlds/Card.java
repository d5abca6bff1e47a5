package dev.releaserecord.worlds;

/**
 * The record as it stands in the API server.
 *
 * @param generation which of the setting's specs it has
 */
record Card(int generation, Told status) {

  static final String NAME = "core";
}
