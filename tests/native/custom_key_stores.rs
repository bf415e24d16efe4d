//! External key stores: made, connected, changed, listed, deleted, and each of AWS's refusals that can arise.

use core::time::Duration;

use glass_kms::operations::{AuditFilter, CONNECTION_DELAY, CallContext, Kms, Options};
use serde_json::{Value, json};

use crate::{
    key_policies::administer,
    support::{
        ACCESS_KEY_ID, Answer, RAW_SECRET, ask, ask_as, day, days, empty_kms, env, good, in_region, just_before,
        key_in, key_store, list, member, options, refused, root, seeded, store_request, stranger, text, wait, with,
    },
};

/// A KMS in which connecting takes as long as AWS says.
fn slow() -> Kms {
    Kms::new(env(seeded("kms")), Options { connection_delay: CONNECTION_DELAY, ..options() })
}

fn named(store: &str) -> Value {
    json!({ "CustomKeyStoreId": store })
}

#[track_caller]
fn described(kms: &mut Kms, store: &str) -> Value {
    let answer = good(kms, "DescribeCustomKeyStores", named(store));
    let [entry] = list(&answer, "CustomKeyStores").try_into().expect("one key store");
    entry
}

#[track_caller]
fn state(kms: &mut Kms, store: &str) -> String {
    text(&described(kms, store), "ConnectionState")
}

/// Makes a key store that is reached through a VPC endpoint service.
fn through_vpc(name: &str, service: &str) -> Value {
    with(
        store_request(name),
        json!({ "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE", "XksProxyVpcEndpointServiceName": service }),
    )
}

const SERVICE: &str = "com.amazonaws.vpce.ap-northeast-1.vpce-svc-0123456789abcdef0";

#[track_caller]
fn in_wrong_state(answer: Answer, store: &str, is: &str, must: &str) {
    let message = format!("The custom key store {store} is {is}; it must be {must}.");
    refused(answer, "CustomKeyStoreInvalidStateException", &message);
}

#[test]
fn a_key_store_is_described_as_it_was_made() {
    let mut kms = empty_kms();
    let store = key_store(&mut kms, "herons");
    let digits = store.strip_prefix("cks-").expect("an id");
    assert!(digits.len() == 17 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{store}");
    let entry = json!({
        "CustomKeyStoreId": store,
        "CustomKeyStoreName": "herons",
        "ConnectionState": "DISCONNECTED",
        "CreationDate": day(0),
        "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
        "XksProxyConfiguration": {
            "Connectivity": "PUBLIC_ENDPOINT",
            "AccessKeyId": ACCESS_KEY_ID,
            "UriEndpoint": "https://herons.example.com",
            "UriPath": "/kms/xks/v1",
        },
    });
    assert_eq!(described(&mut kms, &store), entry);
    let made = good(&mut kms, "CreateCustomKeyStore", through_vpc("egrets", SERVICE));
    let found = described(&mut kms, &text(&made, "CustomKeyStoreId"));
    let proxy = member(&found, "XksProxyConfiguration");
    assert_eq!(text(&proxy, "Connectivity"), "VPC_ENDPOINT_SERVICE");
    assert_eq!(text(&proxy, "VpcEndpointServiceName"), SERVICE);
    assert_eq!(text(&proxy, "VpcEndpointServiceOwner"), "111122223333");
}

#[test]
fn connecting_and_disconnecting_take_their_time() {
    let mut kms = slow();
    let store = key_store(&mut kms, "herons");
    in_wrong_state(
        ask(&mut kms, "DisconnectCustomKeyStore", named(&store)),
        &store,
        "DISCONNECTED",
        "CONNECTED, CONNECTING or FAILED",
    );
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    wait(&mut kms, just_before(CONNECTION_DELAY));
    assert_eq!(state(&mut kms, &store), "CONNECTING");
    // To ask again changes nothing, the time included.
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    wait(&mut kms, Duration::from_millis(1));
    assert_eq!(state(&mut kms, &store), "CONNECTED");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &store), "CONNECTED");

    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &store), "DISCONNECTING");
    let again = ask(&mut kms, "DisconnectCustomKeyStore", named(&store));
    in_wrong_state(again, &store, "DISCONNECTING", "CONNECTED, CONNECTING or FAILED");
    let connect = ask(&mut kms, "ConnectCustomKeyStore", named(&store));
    in_wrong_state(connect, &store, "DISCONNECTING", "DISCONNECTED, CONNECTING or CONNECTED");
    wait(&mut kms, CONNECTION_DELAY);
    assert_eq!(state(&mut kms, &store), "DISCONNECTED");

    // What is being connected can be disconnected, and then it is never connected.
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    wait(&mut kms, CONNECTION_DELAY);
    assert_eq!(state(&mut kms, &store), "DISCONNECTED");
    wait(&mut kms, CONNECTION_DELAY);
    assert_eq!(state(&mut kms, &store), "DISCONNECTED");
}

#[test]
fn a_proxy_that_is_not_there_is_found_out_when_it_is_first_asked() {
    let mut kms = empty_kms();
    let wrong_path = json!({ "XksProxyUriPath": "/prefix/kms/xks/v2" });
    let message = "The external key store proxy is not reachable at https://herons.example.com/prefix/kms/xks/v2: its API \
                   has version v1 only.";
    let public = with(store_request("herons"), wrong_path.clone());
    refused(ask(&mut kms, "CreateCustomKeyStore", public), "XksProxyUriUnreachableException", message);

    // Through a VPC it is asked only when the key store is connected.
    let request = with(through_vpc("herons", SERVICE), wrong_path.clone());
    let store = text(&good(&mut kms, "CreateCustomKeyStore", request), "CustomKeyStoreId");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    let found = described(&mut kms, &store);
    assert_eq!(text(&found, "ConnectionState"), "FAILED");
    assert_eq!(text(&found, "ConnectionErrorCode"), "XKS_PROXY_NOT_REACHABLE");
    let connect = ask(&mut kms, "ConnectCustomKeyStore", named(&store));
    in_wrong_state(connect, &store, "FAILED", "DISCONNECTED, CONNECTING or CONNECTED");
    let path = with(named(&store), json!({ "XksProxyUriPath": "/prefix/kms/xks/v1" }));
    let update = ask(&mut kms, "UpdateCustomKeyStore", path.clone());
    in_wrong_state(update, &store, "FAILED", "CONNECTED or DISCONNECTED");
    in_wrong_state(ask(&mut kms, "DeleteCustomKeyStore", named(&store)), &store, "FAILED", "DISCONNECTED");

    // AWS: disconnect it, correct the error, connect it again.
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    good(&mut kms, "UpdateCustomKeyStore", path);
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &store), "CONNECTED");
    let update = ask(&mut kms, "UpdateCustomKeyStore", with(named(&store), wrong_path));
    refused(update, "XksProxyUriUnreachableException", message);
    assert_eq!(state(&mut kms, &store), "CONNECTED");
}

#[test]
fn names_and_proxies_belong_to_one_key_store() {
    let mut kms = empty_kms();
    let herons = key_store(&mut kms, "herons");
    let egrets = text(&good(&mut kms, "CreateCustomKeyStore", through_vpc("egrets", SERVICE)), "CustomKeyStoreId");
    let at = |endpoint: &str, path: &str| {
        let uri = json!({ "XksProxyUriEndpoint": endpoint, "XksProxyUriPath": path });
        with(store_request("bitterns"), uri)
    };
    let other_service = SERVICE.replace("abcdef0", "abcdef1");
    let vpc = |request: Value, service: &str| {
        let through =
            json!({ "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE", "XksProxyVpcEndpointServiceName": service });
        with(request, through)
    };
    let herons_at = "Another external key store has its proxy at https://herons.example.com";
    for (request, code, message) in [
        (
            with(store_request("bitterns"), json!({ "CustomKeyStoreName": "herons" })),
            "CustomKeyStoreNameInUseException",
            "There is another custom key store with the name herons.".to_owned(),
        ),
        (
            at("https://herons.example.com", "/kms/xks/v1"),
            "XksProxyUriInUseException",
            format!("{herons_at}/kms/xks/v1."),
        ),
        (
            vpc(at("https://herons.example.com", "/other/kms/xks/v1"), &other_service),
            "XksProxyUriEndpointInUseException",
            format!("{herons_at}."),
        ),
        (
            at("https://EGRETS.example.com", "/other/kms/xks/v1"),
            "XksProxyUriEndpointInUseException",
            "Another external key store has its proxy at https://EGRETS.example.com.".to_owned(),
        ),
        (
            through_vpc("bitterns", SERVICE),
            "XksProxyVpcEndpointServiceInUseException",
            format!("Another external key store is reached through {SERVICE}."),
        ),
        (
            through_vpc("bitterns", &SERVICE.replace("ap-northeast-1", "us-east-1")),
            "XksProxyVpcEndpointServiceNotFoundException",
            format!(
                "There is no VPC endpoint service {} in ap-northeast-1.",
                SERVICE.replace("ap-northeast-1", "us-east-1")
            ),
        ),
    ] {
        refused(ask(&mut kms, "CreateCustomKeyStore", request), code, &message);
    }
    // Public endpoints are shared; other accounts and Regions have names and proxies of their own.
    good(&mut kms, "CreateCustomKeyStore", at("https://herons.example.com", "/other/kms/xks/v1"));
    ask_as(&mut kms, &stranger(), "CreateCustomKeyStore", store_request("herons")).expect("another account's");
    ask_as(&mut kms, &in_region("eu-west-1"), "CreateCustomKeyStore", store_request("herons"))
        .expect("in another Region");

    for (store, change, code, message) in [
        (
            &egrets,
            json!({ "NewCustomKeyStoreName": "herons" }),
            "CustomKeyStoreNameInUseException",
            "There is another custom key store with the name herons.".to_owned(),
        ),
        (
            &herons,
            json!({ "XksProxyUriEndpoint": "https://egrets.example.com" }),
            "XksProxyUriInUseException",
            "Another external key store has its proxy at https://egrets.example.com/kms/xks/v1.".to_owned(),
        ),
        (
            &herons,
            json!({ "XksProxyUriPath": "/other/kms/xks/v1" }),
            "XksProxyUriInUseException",
            "Another external key store has its proxy at https://herons.example.com/other/kms/xks/v1.".to_owned(),
        ),
        (
            &herons,
            json!({ "XksProxyUriEndpoint": "https://h.example.com", "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE",
                "XksProxyVpcEndpointServiceName": SERVICE }),
            "XksProxyVpcEndpointServiceInUseException",
            format!("Another external key store is reached through {SERVICE}."),
        ),
    ] {
        let before = described(&mut kms, store);
        refused(ask(&mut kms, "UpdateCustomKeyStore", with(named(store), change)), code, &message);
        assert_eq!(described(&mut kms, store), before);
    }
}

#[test]
fn what_moves_the_proxy_needs_a_key_store_that_is_disconnected() {
    let mut kms = empty_kms();
    let store = key_store(&mut kms, "herons");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    let credential = json!({ "AccessKeyId": "QRSTUVWXYZ234567QRST", "RawSecretAccessKey": RAW_SECRET });
    for change in [
        json!({ "NewCustomKeyStoreName": "grey herons" }),
        json!({ "XksProxyUriPath": "/new/kms/xks/v1" }),
        json!({ "XksProxyAuthenticationCredential": credential }),
    ] {
        good(&mut kms, "UpdateCustomKeyStore", with(named(&store), change));
    }
    let found = described(&mut kms, &store);
    assert_eq!(text(&found, "CustomKeyStoreName"), "grey herons");
    assert_eq!(
        member(&found, "XksProxyConfiguration"),
        json!({
            "Connectivity": "PUBLIC_ENDPOINT",
            "AccessKeyId": "QRSTUVWXYZ234567QRST",
            "UriEndpoint": "https://herons.example.com",
            "UriPath": "/new/kms/xks/v1",
        })
    );
    let endpoint = json!({ "XksProxyUriEndpoint": "https://new.example.com" });
    let service = json!({ "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE", "XksProxyVpcEndpointServiceName": SERVICE,
        "XksProxyVpcEndpointServiceOwner": "444455556666" });
    let to_vpc = with(endpoint.clone(), service.clone());
    for change in [&endpoint, &service, &to_vpc] {
        let update = ask(&mut kms, "UpdateCustomKeyStore", with(named(&store), change.clone()));
        in_wrong_state(update, &store, "CONNECTED", "DISCONNECTED");
    }
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    let to_public =
        json!({ "XksProxyConnectivity": "PUBLIC_ENDPOINT", "XksProxyUriEndpoint": "https://old.example.com" });
    for (change, message) in [
        (service, "Another XksProxyConnectivity needs another XksProxyUriEndpoint."),
        (
            with(to_public.clone(), json!({ "XksProxyVpcEndpointServiceName": SERVICE })),
            "A VPC endpoint service goes with XksProxyConnectivity VPC_ENDPOINT_SERVICE only.",
        ),
        (
            with(endpoint, json!({ "XksProxyConnectivity": "VPC_ENDPOINT_SERVICE" })),
            "VPC_ENDPOINT_SERVICE needs an XksProxyVpcEndpointServiceName.",
        ),
        (
            json!({ "CloudHsmClusterId": "cluster-234567abcde" }),
            "CloudHsmClusterId, KeyStorePassword and TrustAnchorCertificate go with CustomKeyStoreType AWS_CLOUDHSM only.",
        ),
    ] {
        let update = ask(&mut kms, "UpdateCustomKeyStore", with(named(&store), change));
        refused(update, "ValidationException", message);
    }
    good(&mut kms, "UpdateCustomKeyStore", with(named(&store), to_vpc));
    let proxy = member(&described(&mut kms, &store), "XksProxyConfiguration");
    assert_eq!(text(&proxy, "UriEndpoint"), "https://new.example.com");
    assert_eq!(text(&proxy, "VpcEndpointServiceOwner"), "444455556666");
    let other = json!({ "XksProxyVpcEndpointServiceName": SERVICE.replace("abcdef0", "abcdef1") });
    good(&mut kms, "UpdateCustomKeyStore", with(named(&store), other));
    let proxy = member(&described(&mut kms, &store), "XksProxyConfiguration");
    assert_eq!(text(&proxy, "VpcEndpointServiceOwner"), "444455556666", "it stays");
    // AWS: "specify a null or empty string for the XksProxyVpcEndpointServiceName".
    let to_public = with(to_public, json!({ "XksProxyVpcEndpointServiceName": "" }));
    good(&mut kms, "UpdateCustomKeyStore", with(named(&store), to_public));
    let proxy = member(&described(&mut kms, &store), "XksProxyConfiguration");
    assert_eq!(proxy.get("VpcEndpointServiceName"), None);
    assert_eq!(text(&proxy, "UriEndpoint"), "https://old.example.com");
}

#[test]
fn there_are_ten_at_the_most_and_they_are_listed_in_pages() {
    let mut kms = empty_kms();
    let mut made: Vec<_> = (0..10).map(|number| key_store(&mut kms, &format!("store-{number}"))).collect();
    let message = "The account has 10 custom key stores in this Region, which is the most.";
    refused(ask(&mut kms, "CreateCustomKeyStore", store_request("store-10")), "LimitExceededException", message);
    ask_as(&mut kms, &stranger(), "CreateCustomKeyStore", store_request("theirs")).expect("another account's");

    made.sort();
    let ids = |answer: &Value| -> Vec<_> {
        list(answer, "CustomKeyStores").iter().map(|entry| text(entry, "CustomKeyStoreId")).collect()
    };
    let all = good(&mut kms, "DescribeCustomKeyStores", json!({}));
    assert_eq!(ids(&all), made);
    assert_eq!((member(&all, "Truncated"), all.get("NextMarker")), (json!(false), None));
    let first = good(&mut kms, "DescribeCustomKeyStores", json!({ "Limit": 6 }));
    assert_eq!(member(&first, "Truncated"), json!(true));
    let rest = json!({ "Limit": 6, "Marker": member(&first, "NextMarker") });
    let rest = good(&mut kms, "DescribeCustomKeyStores", rest);
    assert_eq!([ids(&first), ids(&rest)].concat(), made);
    let by_name = good(&mut kms, "DescribeCustomKeyStores", json!({ "CustomKeyStoreName": "store-7" }));
    assert_eq!(list(&by_name, "CustomKeyStores").len(), 1);
    assert_eq!(text(&list(&by_name, "CustomKeyStores")[0], "CustomKeyStoreName"), "store-7");

    for store in &made {
        good(&mut kms, "DeleteCustomKeyStore", named(store));
    }
    assert_eq!(
        good(&mut kms, "DescribeCustomKeyStores", json!({})),
        json!({ "CustomKeyStores": [], "Truncated": false })
    );
}

#[test]
fn a_key_store_that_is_not_there_is_not_found() {
    let mut kms = empty_kms();
    let theirs = ask_as(&mut kms, &stranger(), "CreateCustomKeyStore", store_request("theirs")).expect("a key store");
    let theirs = text(&theirs, "CustomKeyStoreId");
    for id in [theirs.as_str(), "cks-1234567890abcdef0", "cks-1"] {
        let message = format!("There is no custom key store with the ID {id}.");
        for operation in [
            "ConnectCustomKeyStore",
            "DeleteCustomKeyStore",
            "DescribeCustomKeyStores",
            "DisconnectCustomKeyStore",
            "UpdateCustomKeyStore",
        ] {
            refused(ask(&mut kms, operation, named(id)), "CustomKeyStoreNotFoundException", &message);
        }
        let random = with(named(id), json!({ "NumberOfBytes": 8 }));
        refused(ask(&mut kms, "GenerateRandom", random), "CustomKeyStoreNotFoundException", &message);
    }
    let by_name = json!({ "CustomKeyStoreName": "theirs" });
    let message = "There is no custom key store with the name theirs.";
    refused(ask(&mut kms, "DescribeCustomKeyStores", by_name), "CustomKeyStoreNotFoundException", message);
    let message = "The marker is not one that this listing returned.";
    refused(ask(&mut kms, "DescribeCustomKeyStores", json!({ "Marker": "x" })), "InvalidMarkerException", message);
}

#[test]
fn a_key_store_with_keys_stays() {
    let mut kms = empty_kms();
    let store = key_store(&mut kms, "herons");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    let connected = ask(&mut kms, "DeleteCustomKeyStore", named(&store));
    in_wrong_state(connected, &store, "CONNECTED", "DISCONNECTED");
    let key = key_in(&mut kms, &store, "mine");
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    let message = format!("The custom key store {store} has KMS keys, which must be deleted first.");
    for time in [Duration::ZERO, just_before(days(7))] {
        wait(&mut kms, time);
        refused(ask(&mut kms, "DeleteCustomKeyStore", named(&store)), "CustomKeyStoreHasCMKsException", &message);
    }
    wait(&mut kms, Duration::from_millis(1));
    good(&mut kms, "DeleteCustomKeyStore", named(&store));
    let message = format!("There is no custom key store with the ID {store}.");
    refused(ask(&mut kms, "ConnectCustomKeyStore", named(&store)), "CustomKeyStoreNotFoundException", &message);
}

#[test]
fn stores_in_clusters_are_refused_by_name() {
    let mut kms = empty_kms();
    let message = "glass-kms has no AWS CloudHSM clusters: of custom key stores, only CustomKeyStoreType EXTERNAL_KEY_STORE is \
                   supported.";
    let cluster = json!({ "CustomKeyStoreName": "cluster", "CloudHsmClusterId": "cluster-234567abcde",
        "KeyStorePassword": "password", "TrustAnchorCertificate": "certificate" });
    for kind in [json!({}), json!({ "CustomKeyStoreType": "AWS_CLOUDHSM" })] {
        let request = with(cluster.clone(), kind);
        refused(ask(&mut kms, "CreateCustomKeyStore", request), "UnsupportedOperationException", message);
    }
    let message =
        "CloudHsmClusterId, KeyStorePassword and TrustAnchorCertificate go with CustomKeyStoreType AWS_CLOUDHSM only.";
    let both = with(cluster, store_request("both"));
    refused(ask(&mut kms, "CreateCustomKeyStore", both), "ValidationException", message);
    let message = "glass-kms does not support Origin AWS_CLOUDHSM yet.";
    let origin = json!({ "Origin": "AWS_CLOUDHSM" });
    refused(ask(&mut kms, "CreateKey", origin), "UnsupportedOperationException", message);
    let store = key_store(&mut kms, "herons");
    let message = format!("{store} is an external key store, which makes no random bytes.");
    let random = with(named(&store), json!({ "NumberOfBytes": 8 }));
    refused(ask(&mut kms, "GenerateRandom", random), "UnsupportedOperationException", &message);
}

#[test]
fn members_have_the_shapes_of_the_api() {
    let mut kms = empty_kms();
    let needs = "CustomKeyStoreType EXTERNAL_KEY_STORE needs an XksProxyConnectivity, an XksProxyUriEndpoint, an \
                 XksProxyUriPath and an XksProxyAuthenticationCredential.";
    for missing in
        ["XksProxyConnectivity", "XksProxyUriEndpoint", "XksProxyUriPath", "XksProxyAuthenticationCredential"]
    {
        let mut request = store_request("herons");
        request.as_object_mut().expect("an object").remove(missing);
        refused(ask(&mut kms, "CreateCustomKeyStore", request), "ValidationException", needs);
    }
    let credential = |id: &str, secret: &str| json!({ "XksProxyAuthenticationCredential": { "AccessKeyId": id, "RawSecretAccessKey": secret } });
    for (wrong, at) in [
        (json!({ "CustomKeyStoreName": "" }), "customKeyStoreName"),
        (json!({ "CustomKeyStoreType": "AWS" }), "customKeyStoreType"),
        (json!({ "XksProxyUriEndpoint": "http://herons.example.com" }), "xksProxyUriEndpoint"),
        (json!({ "XksProxyUriEndpoint": "https://herons.example.com/" }), "xksProxyUriEndpoint"),
        (json!({ "XksProxyUriPath": "/kms/xks/v" }), "xksProxyUriPath"),
        (json!({ "XksProxyUriPath": "//kms/xks/v123" }), "xksProxyUriPath"),
        (json!({ "XksProxyUriPath": "prefix/kms/xks/v1" }), "xksProxyUriPath"),
        (json!({ "XksProxyUriPath": "/pre fix/kms/xks/v1" }), "xksProxyUriPath"),
        (
            json!({ "XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.x.vpce-svc-0" }),
            "xksProxyVpcEndpointServiceName",
        ),
        (json!({ "XksProxyVpcEndpointServiceOwner": "1234" }), "xksProxyVpcEndpointServiceOwner"),
        (json!({ "XksProxyConnectivity": "TELEPHONE" }), "xksProxyConnectivity"),
        (credential("ABCDEFGHIJKLMNOPQR", RAW_SECRET), "xksProxyAuthenticationCredential.accessKeyId"),
        (credential("ABCDEFGHIJKLMNOPQRS1", RAW_SECRET), "xksProxyAuthenticationCredential.accessKeyId"),
        (credential(ACCESS_KEY_ID, "too short"), "xksProxyAuthenticationCredential.rawSecretAccessKey"),
        (
            credential(ACCESS_KEY_ID, &RAW_SECRET.replace('+', "!")),
            "xksProxyAuthenticationCredential.rawSecretAccessKey",
        ),
        (
            json!({ "XksProxyAuthenticationCredential": { "AccessKeyId": ACCESS_KEY_ID } }),
            "xksProxyAuthenticationCredential.rawSecretAccessKey",
        ),
    ] {
        let request = with(store_request("herons"), wrong.clone());
        let error = ask(&mut kms, "CreateCustomKeyStore", request).expect_err("refused");
        assert_eq!(error.code(), "ValidationException", "{wrong}");
        assert!(error.message().contains(&format!("at '{at}' failed to satisfy")), "{wrong}: {error}");
        assert!(!error.message().contains("build"), "{error}");
    }
    for path in ["/a/kms/xks/v1", "/a/b_c-d/kms/xks/v1", "/kms/xks/v1/kms/xks/v1"] {
        let name = format!("at{}", path.len());
        good(&mut kms, "CreateCustomKeyStore", with(store_request(&name), json!({ "XksProxyUriPath": path })));
    }
    let both = json!({ "CustomKeyStoreId": "cks-1", "CustomKeyStoreName": "herons" });
    let message = "Specify a CustomKeyStoreId or a CustomKeyStoreName, but not both.";
    refused(ask(&mut kms, "DescribeCustomKeyStores", both), "ValidationException", message);
}

#[test]
fn the_log_has_the_key_store_and_no_secret() {
    let mut kms = empty_kms();
    let store = key_store(&mut kms, "herons");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    let key = key_in(&mut kms, &store, "mine");
    let events = serde_json::to_value(kms.audit_log(&AuditFilter::default())).expect("JSON");
    let [made, connected, key_made] = events.as_array().expect("events").as_slice() else { panic!("{events}") };
    assert_eq!(
        made["requestParameters"],
        json!({
            "customKeyStoreName": "herons",
            "customKeyStoreType": "EXTERNAL_KEY_STORE",
            "xksProxyConnectivity": "PUBLIC_ENDPOINT",
            "xksProxyUriEndpoint": "https://herons.example.com",
            "xksProxyUriPath": "/kms/xks/v1",
            "xksProxyAuthenticationCredential": { "accessKeyId": ACCESS_KEY_ID },
        })
    );
    assert_eq!(made["responseElements"], json!({ "customKeyStoreId": store }));
    assert_eq!((&made["readOnly"], &connected["readOnly"]), (&json!(false), &json!(false)));
    assert_eq!(connected["requestParameters"], json!({ "customKeyStoreId": store }));
    assert_eq!(connected["responseElements"], Value::Null);
    let metadata = &key_made["responseElements"]["keyMetadata"];
    assert_eq!(metadata["keyId"], json!(key));
    assert_eq!(metadata["customKeyStoreId"], json!(store));
    assert_eq!(metadata["xksKeyConfiguration"], json!({ "id": "mine" }));
}

#[test]
fn only_iam_can_allow_it() {
    let mut kms = empty_kms();
    let user = "arn:aws:iam::111122223333:user/aki";
    administer(&mut kms, "CreateUser", &json!({ "UserName": "aki" }));
    let context = CallContext { caller: Some(user), ..root() };
    let store = key_store(&mut kms, "herons");
    let calls = [
        ("ConnectCustomKeyStore", named(&store)),
        ("CreateCustomKeyStore", store_request("egrets")),
        ("DeleteCustomKeyStore", named(&store)),
        ("DescribeCustomKeyStores", json!({})),
        ("DisconnectCustomKeyStore", named(&store)),
        ("UpdateCustomKeyStore", named(&store)),
    ];
    for (operation, input) in calls {
        let answer = ask_as(&mut kms, &context, operation, input.clone());
        let message = format!(
            "User: {user} is not authorized to perform: kms:{operation} on resource: * because no identity-based policy \
             allows the kms:{operation} action"
        );
        refused(answer, "AccessDeniedException", &message);
    }
    let policy = json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:DescribeCustomKeyStores",
        "Resource": "*" } });
    let put = json!({ "UserName": "aki", "PolicyName": "look", "PolicyDocument": policy.to_string() });
    administer(&mut kms, "PutUserPolicy", &put);
    let seen = ask_as(&mut kms, &context, "DescribeCustomKeyStores", json!({})).expect("allowed");
    assert_eq!(list(&seen, "CustomKeyStores").len(), 1);
}
