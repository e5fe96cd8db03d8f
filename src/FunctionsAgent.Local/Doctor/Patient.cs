using System;
using System.Collections.Generic;
using Azure.Core;
using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Local.Doctor;

/// <summary>What is examined: a configuration, the data directory it would use, and the world around them.</summary>
/// <param name="Url">The running instance where one was named.</param>
/// <param name="Identity">For Azure's services where the settings give addresses and no connection strings.</param>
internal sealed record Patient(IConfiguration Settings, string Data, Uri? Url, TimeProvider Time, Peers Peers, TokenCredential Identity)
{
    /// <summary>The agents that can be served; none where one of them cannot.</summary>
    public IReadOnlyList<Package> Packages { get; init; } = [];

    /// <summary>The settings are for the Functions app: with any of these the embedded program refuses to start.</summary>
    public bool IsAzure { get; } = AzureSettings.AnyPresent(Settings);
}
