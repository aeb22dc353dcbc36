package org.vibrissa.identity.internal.view;

import java.util.List;
import org.vibrissa.identity.Identity;

/**
 * An identity for people and programs.
 *
 * @param id its number
 * @param labels as {@code source:key[=value]}
 */
public record IdentityRow(int id, List<String> labels) {
    public static IdentityRow of(Identity identity) {
        return new IdentityRow(identity.number(), identity.labels().texts());
    }
}
