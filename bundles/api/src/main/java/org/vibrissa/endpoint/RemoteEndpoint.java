package org.vibrissa.endpoint;

import java.net.InetAddress;
import org.vibrissa.state.TableId;

/**
 * An endpoint of another host, as that one has told of it. One row an address. Immutable.
 *
 * @param namespace the endpoint's namespace
 * @param name the endpoint's name
 * @param node the host it is on
 */
public record RemoteEndpoint(String namespace, String name, String node) {
    /** What is known of endpoints elsewhere, for showing; packets do not go by it. */
    public static final TableId<Key, RemoteEndpoint> TABLE =
            new TableId<>("remoteendpoints", Key.class, RemoteEndpoint.class);

    /**
     * Two ways to hear of other hosts may tell of one address, so that one may take over from the
     * other without a gap.
     *
     * @param by the way it was heard, such as {@code etcd}
     * @param address one of the endpoint's
     */
    public record Key(String by, InetAddress address) {}

    /** Of a full name, {@code NAMESPACE/NAME} or a name alone. */
    public static RemoteEndpoint of(String fullName, String node) {
        int slash = fullName.indexOf('/');
        return new RemoteEndpoint(
                slash < 0 ? "" : fullName.substring(0, slash), fullName.substring(slash + 1), node);
    }
}
