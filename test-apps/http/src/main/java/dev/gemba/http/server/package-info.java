/** A program for each servlet container: has it serve the shop, and tells its port. */
package dev.gemba.http.server;
