package org.vibrissa.config.internal.source;

/**
 * A key and its text as a source has it.
 *
 * @param origin file and line, or option
 */
public record Assignment(String key, String text, String origin) {}
