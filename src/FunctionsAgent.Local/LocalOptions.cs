using System;
using System.Collections.Generic;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>How to start a <see cref="LocalHost"/>. The defaults are those of the command line.</summary>
public sealed record LocalOptions
{
    public const string DefaultData = ".data";
    public const string DefaultUrls = "http://127.0.0.1:7071";

    /// <summary>Folder of everything the host keeps; created if need be, used by one host at a time.</summary>
    public string Data { get; init; } = DefaultData;

    /// <summary>Loopback addresses, separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Folder of agent packages; null: the samples beside the program.</summary>
    public string? AgentsPath { get; init; }

    /// <summary>Whether to start the samples' backend on a port of its own.</summary>
    public bool StartBackend { get; init; } = true;

    /// <summary>A file in the format of <c>local.settings.json</c>; null: none.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Settings that win over file and environment; <c>__</c> separates sections.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs after the runtime's own registrations, so it may replace them.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    /// <summary>Null: nothing is logged.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>The classes that hold functions; null: those of this assembly.</summary>
    public IReadOnlyCollection<Type>? Functions { get; init; }
}
