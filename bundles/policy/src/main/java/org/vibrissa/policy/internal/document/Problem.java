package org.vibrissa.policy.internal.document;

import org.vibrissa.state.InvalidResource;

/**
 * One thing to say of one field.
 *
 * @param path such as {@code spec.ingress[0].toPorts[1].ports[0].endPort}
 * @param text what is wrong with it and what would be right
 */
public record Problem(String path, String text) {
    InvalidResource invalid() {
        return new InvalidResource(path, text);
    }

    @Override
    public String toString() {
        return path + ": " + text;
    }
}
