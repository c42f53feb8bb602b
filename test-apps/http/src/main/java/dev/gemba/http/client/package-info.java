/** A program for each client: answers a way to ask and a URL with the status that comes. */
package dev.gemba.http.client;
