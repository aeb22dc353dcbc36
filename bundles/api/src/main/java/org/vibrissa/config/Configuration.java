package org.vibrissa.config;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The daemon's configuration. Safe for use by any thread; changes are made one at a time. */
@ProviderType
public interface Configuration {
    /** Every declared key with its value, by name. */
    List<Setting> settings();

    /** The declared key of this name with its value. */
    Optional<Setting> setting(String key);

    /** Valid key names nearest to a misspelt one, best first; empty when none is near. */
    List<String> nearest(String key);

    /**
     * Reads the files again and says what a {@link #reload()} would change. Changes nothing.
     *
     * @throws ConfigurationRejected with every problem found
     */
    List<Change> validate() throws ConfigurationRejected;

    /**
     * Reads the files again and puts changed values in force as far as their class allows.
     *
     * @throws ConfigurationRejected with every problem found; then nothing was changed
     */
    List<Change> reload() throws ConfigurationRejected;

    /**
     * What {@link #set} would do, without doing it.
     *
     * @throws ConfigurationRejected when the key is unknown, the value is wrong, or an option of
     *     {@code vibrissa run} fixes the key
     */
    Change preview(String key, String value) throws ConfigurationRejected;

    /**
     * Stores a value in {@code conf.d/90-set.yaml} (atomically) and puts it in force as far as the
     * key's class allows.
     *
     * @param key a declared key
     * @param value text of the key's type; items of a LIST are separated by commas
     * @throws ConfigurationRejected when refused or when the file cannot be written; then nothing
     *     was changed
     */
    Change set(String key, String value) throws ConfigurationRejected;

    /**
     * Forgets the value stored by {@link #set}, so that the files or the default decide.
     *
     * @throws ConfigurationRejected when the key is unknown or the file cannot be written
     */
    Change unset(String key) throws ConfigurationRejected;
}
