package org.vibrissa.config;

/**
 * What a changed key came to.
 *
 * @param key the declaration; its {@link Key#changeClass()} says what the change needs
 * @param before canonical text of the value before
 * @param after canonical text of the value asked for
 * @param effect what happened or what is still needed, for people: {@code in force now}
 */
public record Change(Key key, String before, String after, String effect) {}
