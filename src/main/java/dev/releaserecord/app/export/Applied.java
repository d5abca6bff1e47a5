package dev.releaserecord.app.export;

/**
 * An image as manifests name it.
 *
 * @param service whose container it is
 * @param place as a person names the container
 */
record Applied(String service, String place, String image) {}
