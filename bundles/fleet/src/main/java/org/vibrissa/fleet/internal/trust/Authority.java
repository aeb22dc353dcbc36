package org.vibrissa.fleet.internal.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * The fleet's certificate authority: whoever holds its key makes members. Loaded only where
 * certificates are made or asked for.
 *
 * @param fleet the fleet's id
 * @param keys the authority's own
 * @param certificate what every member trusts
 */
public record Authority(String fleet, KeyPair keys, X509Certificate certificate) {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 128;

    /** A new fleet's. */
    public static Authority create(Lifetimes lifetimes, Instant now) {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[8];
        random.nextBytes(id);
        String fleet = KeyCodec.hex(id);
        KeyPair keys = KeyCodec.generate();
        X500Name name = new X500Name("CN=vibrissa fleet " + fleet);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        serial(),
                        Date.from(now.minus(lifetimes.before())),
                        Date.from(now.plus(lifetimes.authority())),
                        name,
                        keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return new Authority(fleet, keys, sign(builder, keys));
        } catch (IOException | GeneralSecurityException | OperatorException e) {
            throw new IllegalStateException("the fleet's certificate could not be made", e);
        }
    }

    /** A member's certificate. */
    public X509Certificate issue(String name, PublicKey key, Lifetimes lifetimes, Instant now) {
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        certificate,
                        serial(),
                        Date.from(now.minus(lifetimes.before())),
                        Date.from(now.plus(lifetimes.member())),
                        new X500Name("CN=" + name),
                        key);
        GeneralName uri =
                new GeneralName(
                        GeneralName.uniformResourceIdentifier, new MemberName(fleet, name).uri());
        GeneralName dns = new GeneralName(GeneralName.dNSName, MemberName.serverName(name));
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName[] {uri, dns}));
            return sign(builder, keys);
        } catch (IOException | GeneralSecurityException | OperatorException e) {
            throw new IllegalStateException("no certificate could be made for " + name, e);
        }
    }

    /** A request for a certificate, signed with the key it is for. */
    public static String request(String name, KeyPair keys) {
        try {
            JcaPKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=" + name), keys.getPublic());
            return Base64.getEncoder()
                    .encodeToString(
                            builder.build(
                                            new JcaContentSignerBuilder(SIGNATURE)
                                                    .build(keys.getPrivate()))
                                    .getEncoded());
        } catch (IOException | OperatorException e) {
            throw new IllegalStateException("no certificate could be asked for", e);
        }
    }

    /**
     * The key of a request.
     *
     * @throws IllegalArgumentException when it is no request, is not signed by its own key, or the
     *     key is of another kind than ours
     */
    public static PublicKey requested(String text) {
        try {
            JcaPKCS10CertificationRequest request =
                    new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(text));
            PublicKey key = request.getPublicKey();
            if (!key.getAlgorithm().equals("EC")
                    || ((java.security.interfaces.ECPublicKey) key)
                                    .getParams()
                                    .getOrder()
                                    .bitLength()
                            < 256) {
                throw new IllegalArgumentException("the key must be an elliptic one of 256 bits");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("its signature is wrong");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorException | PKCSException e) {
            throw new IllegalArgumentException("not a certificate request: " + e.getMessage(), e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair keys)
            throws GeneralSecurityException, OperatorException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate())));
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS - 1, new SecureRandom()).add(BigInteger.ONE);
    }
}
