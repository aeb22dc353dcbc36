package org.vibrissa.bpf;

/**
 * A program as an object file declares it.
 *
 * @param name the function's name in C
 * @param section its ELF section, such as {@code tc}
 * @param instructions its number of instructions
 */
public record ProgramSpec(String name, String section, int instructions) {}
