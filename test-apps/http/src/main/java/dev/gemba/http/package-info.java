/** Clients and servers of HTTP, each of its libraries in more than one version, in one process. */
package dev.gemba.http;
