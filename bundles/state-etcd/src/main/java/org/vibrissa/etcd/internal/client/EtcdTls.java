package org.vibrissa.etcd.internal.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS toward etcd, from files. */
final class EtcdTls {
    private static final char[] UNUSED = new char[0];

    private EtcdTls() {}

    static SSLContext context(EtcdAccess access) throws EtcdException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(access), trust(access), null);
            return context;
        } catch (IOException e) {
            throw new EtcdException(
                    EtcdException.Kind.CERTIFICATE, "a file of etcd.* is not readable: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new EtcdException(
                    EtcdException.Kind.CERTIFICATE,
                    "a file of etcd.* is not usable: " + e.getMessage(),
                    e);
        }
    }

    private static KeyManager[] keys(EtcdAccess access)
            throws IOException, GeneralSecurityException {
        if (access.certificate().isEmpty() || access.key().isEmpty()) {
            return new KeyManager[0];
        }
        List<X509Certificate> chain = Pem.certificates(access.certificate().get());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "host", Pem.key(access.key().get()), UNUSED, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, UNUSED);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(EtcdAccess access)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (access.ca().isEmpty()) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : Pem.certificates(access.ca().get())) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }
}
