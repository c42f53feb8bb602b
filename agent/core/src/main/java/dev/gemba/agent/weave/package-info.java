/**
 * From a matched method to woven bytecode and back. The ASM that Byte Buddy carries is used here
 * and nowhere else, and is loaded when the first class is woven: the transformer decides for all
 * other classes by name and by a small reader of class files.
 */
package dev.gemba.agent.weave;
