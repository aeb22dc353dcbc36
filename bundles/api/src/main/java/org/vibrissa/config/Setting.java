package org.vibrissa.config;

import java.util.Optional;

/**
 * A key with the value in force.
 *
 * @param key the declaration
 * @param value what the component runs with, as canonical text ({@code 30s}, {@code 64MiB}, {@code
 *     [a, b]})
 * @param origin {@code default}, {@code <file>:<line>} or the option of {@code vibrissa run}
 * @param pending a value that is stored but not in force yet, as its {@link ChangeClass} says
 */
public record Setting(Key key, String value, String origin, Optional<String> pending) {}
