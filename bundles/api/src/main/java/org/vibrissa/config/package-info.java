/**
 * The daemon's configuration: typed keys, where each value came from, and what a change does.
 *
 * <p><b>Problem.</b> A misspelt key that is silently ignored, or a component that starts with
 * defaults and is restarted a moment later with the real values, costs traffic.
 *
 * <p><b>Mechanism.</b> A bundle declares its keys in the resource {@code
 * vibrissa/config-keys.json}. Before any bundle above the infrastructure starts, all files are read
 * and checked against the declarations of all installed bundles; one problem stops the start. Then
 * each key's value is handed to the component that the declaration names (Configuration Admin PID
 * and property), so that a component's first activation sees its final values, as a component
 * property type. Bundles therefore need this package only to list or change configuration, never to
 * read their own.
 *
 * <p><b>Sources</b>, later ones win: the declared default, {@code vibrissa.yaml}, {@code
 * conf.d/*.yaml} in name order ({@code conf.d/90-set.yaml} is written by {@code vibrissa config
 * set}), options of {@code vibrissa run}.
 *
 * <p><b>Invariants.</b> A change is checked as a whole before anything is written or handed out; a
 * change with a problem changes nothing. Each key says by its {@link
 * org.vibrissa.config.ChangeClass} what a change of it needs. All types here are immutable or
 * thread-safe.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.config;
