using System;
using System.Globalization;
using System.IO;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Local;

/// <summary>What <c>host.json</c> says that matters here too: the same file serves both hosts.</summary>
/// <param name="MaxConcurrentSessions">Handlers at once for each queue.</param>
/// <param name="MaxLockRenewal">How long a handler's lock is renewed, counted from its delivery.</param>
internal sealed record HostJson(int MaxConcurrentSessions, TimeSpan MaxLockRenewal)
{
    public static HostJson Default { get; } = new(64, TimeSpan.FromMinutes(15));

    /// <summary>Reads the file beside the program; the defaults are those of the house where it or a value is missing.</summary>
    /// <exception cref="StartException">A value is malformed, or routes have a prefix.</exception>
    public static HostJson Load(string path)
    {
        if (!File.Exists(path)) return Default;
        var extensions = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false).Build().GetSection("extensions");
        if (extensions["http:routePrefix"] is { } prefix and not "")
            throw new StartException($"host.json: extensions.http.routePrefix is \"{prefix}\"; it must be \"\", as /auth.md and /.well-known are at the root.");
        var bus = extensions.GetSection("serviceBus");
        return new HostJson(
            Read(bus, "maxConcurrentSessions", Default.MaxConcurrentSessions, text => int.TryParse(text, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null),
            Read(bus, "maxAutoLockRenewalDuration", Default.MaxLockRenewal, text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var t) && t >= TimeSpan.Zero ? t : null));
    }

    private static T Read<T>(IConfigurationSection section, string key, T otherwise, Func<string, T?> parse) where T : struct =>
        section[key] is not { } text ? otherwise
            : parse(text) ?? throw new StartException($"host.json: extensions.serviceBus.{key} is \"{text}\", which is no {(typeof(T) == typeof(int) ? "number above 0" : "duration hh:mm:ss")}.");
}
