package org.vibrissa.netlink;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Service: nftables, by the system's {@code nft}. It only ever touches tables of family inet whose
 * names begin with {@code vibrissa_}; what others have set up stays as it is.
 *
 * <p>Every method may throw {@link NetlinkException}: ENOENT when there is no {@code nft} program
 * (the message names the package to install), else with nft's own words.
 */
@ProviderType
public interface Nft {
    /** Puts the table in place of the one of that name, if any, in one atomic transaction. */
    void replace(NftTable table);

    /** As {@link #replace(NftTable)}, in that namespace. */
    void replace(NetworkNamespace namespace, NftTable table);

    /**
     * Deletes a table.
     *
     * @return whether there was one of that name
     */
    boolean delete(String table);

    /** As {@link #delete(String)}, in that namespace. */
    boolean delete(NetworkNamespace namespace, String table);

    /** The table as {@code nft list table} prints it (with counters), when there is one. */
    Optional<String> list(String table);

    /** As {@link #list(String)}, in that namespace. */
    Optional<String> list(NetworkNamespace namespace, String table);

    /** The names of all inet tables that begin with {@code vibrissa_}. */
    List<String> tables();
}
