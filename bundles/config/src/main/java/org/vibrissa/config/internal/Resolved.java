package org.vibrissa.config.internal;

import org.vibrissa.config.Key;
import org.vibrissa.config.internal.key.TypedText;

/**
 * A key with the value that the sources give it.
 *
 * @param value as the component gets it
 */
record Resolved(Key key, Object value, String origin) {
    String text() {
        return TypedText.write(key.type(), value);
    }
}
