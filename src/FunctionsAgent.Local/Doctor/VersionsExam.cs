using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>What runs here. Agents and the store's schema tell their versions where they are looked at.</summary>
internal sealed class VersionsExam : IExam
{
    private const int Needed = 10;

    public string Area => "versions";

    public Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct) => Task.FromResult<IReadOnlyList<Finding>>(
    [
        Environment.Version.Major >= Needed
            ? Finding.Ok(Area, ".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}")
            : Finding.Failed(Area, ".NET", $"{RuntimeInformation.FrameworkDescription}; {Needed} is needed.", $"Install the .NET {Needed} runtime."),
        Finding.Ok(Area, "FunctionsAgent", $"{typeof(SettingTable).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}, envelope version {Envelope.Version}"),
    ]);
}
