using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace AuthMd;

/// <summary>OAuth 2.0 Protected Resource Metadata (RFC 9728): 200, <see cref="ContentType"/>, <see cref="CacheControl"/>.</summary>
public static class ProtectedResourceMetadata
{
    public const string WellKnown = "/.well-known/oauth-protected-resource";
    public const string ContentType = "application/json";
    public const string CacheControl = "public, max-age=300";

    /// <summary>Where a resource's metadata lies: the well-known segment stands between host and path (RFC 9728 section 3.1).</summary>
    /// <exception cref="ArgumentException">Not an absolute http(s) URL, or with a user, a query or a fragment.</exception>
    public static string MetadataUrl(string resource)
    {
        var uri = ResourceUrl.Parse(resource);
        return ResourceUrl.Origin(uri) + WellKnown + ResourceUrl.Path(uri);
    }

    /// <summary>Whether the metadata is served under the well-known segment followed by <paramref name="suffix"/>: at the root, and at the resource's own path.</summary>
    public static bool IsServedAt(AuthMdOptions options, string? suffix)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = (suffix ?? "").Trim('/');
        return path.Length == 0 || path == ResourceUrl.Path(ResourceUrl.Parse(options.Resource)).TrimStart('/');
    }

    /// <summary>The metadata as UTF-8 JSON. Empty lists are left out, as RFC 9728 asks.</summary>
    /// <exception cref="ArgumentException">The options advertise what nobody serves.</exception>
    public static byte[] Render(AuthMdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resource", options.Resource);
            json.WriteString("resource_name", options.ResourceName);
            WriteText(json, "resource_logo_uri", options.Logo);
            WriteList(json, "authorization_servers", options.AuthorizationServers);
            WriteList(json, "scopes_supported", options.Scopes);
            WriteList(json, "bearer_methods_supported", ["header"]);
            WriteText(json, "resource_documentation", options.Documentation);
            WriteText(json, "resource_tos_uri", options.Terms);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
