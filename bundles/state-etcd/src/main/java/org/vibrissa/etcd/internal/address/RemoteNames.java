package org.vibrissa.etcd.internal.address;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.Tables;

/** The names of other hosts' endpoints as etcd has them, for showing. Not thread safe. */
public final class RemoteNames implements AutoCloseable {
    private static final String BY = "etcd";

    private final Tables tables;
    private Optional<TableWriter<RemoteEndpoint.Key, RemoteEndpoint>> writer = Optional.empty();

    public RemoteNames(Tables tables) {
        this.tables = tables;
    }

    private static TableWriter<RemoteEndpoint.Key, RemoteEndpoint> writer(Tables tables) {
        return tables.writer(RemoteEndpoint.TABLE, BY);
    }

    void open() {
        writer = Optional.of(writer(tables));
    }

    /** Makes these all there is. */
    void replace(Map<IpPrefix, Claim> claims) {
        writer.ifPresent(
                table -> {
                    table.replaceAll(rows(claims));
                    table.initialised();
                });
    }

    void change(Map<IpPrefix, Claim> put, Set<IpPrefix> removed) {
        writer.ifPresent(
                table -> table.update(rows(put), removed.stream().map(RemoteNames::key).toList()));
    }

    private static Map<RemoteEndpoint.Key, RemoteEndpoint> rows(Map<IpPrefix, Claim> claims) {
        Map<RemoteEndpoint.Key, RemoteEndpoint> rows = new HashMap<>();
        claims.forEach(
                (address, claim) ->
                        rows.put(key(address), RemoteEndpoint.of(claim.endpoint(), claim.node())));
        return rows;
    }

    private static RemoteEndpoint.Key key(IpPrefix address) {
        return new RemoteEndpoint.Key(BY, address.address());
    }

    /** Stops telling; what was told stays. */
    @Override
    public void close() {
        writer.ifPresent(TableWriter::close);
        writer = Optional.empty();
    }

    /** Takes back what was told, when etcd is not in use any more. */
    public static void clear(Tables tables) {
        try (TableWriter<RemoteEndpoint.Key, RemoteEndpoint> table = writer(tables)) {
            table.replaceAll(Map.of());
            table.initialised();
        }
    }
}
