package dev.releaserecord.fault.proxy;

/**
 * A version of an object that a list or a watch showed to an operator.
 *
 * @param operator which of the operators of the run, from 1
 * @param number its resource version
 * @param at just before it was shown, by {@link System#nanoTime()}
 */
public record Sighting(int operator, String resource, String name, long number, long at) {}
