package dev.releaserecord.fault.proxy;

/**
 * A write that an operator sent.
 *
 * @param operator which of the operators of the run, from 1
 * @param sent when it reached the proxy, by {@link System#nanoTime()}
 * @param code how the API server answered; 0 if it was not asked, or its answer is not known
 * @param number the resource version that the answer told, 0 for none
 */
public record Deed(int operator, Write write, long sent, int code, long number) {}
