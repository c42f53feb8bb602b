/** What networks and servers do to whoever sends to them. For tests of any module. */
package dev.gemba.faults;
