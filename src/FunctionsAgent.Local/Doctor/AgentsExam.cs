using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;
using FunctionsAgent.Pipeline;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Whether the agents can be served: the program does not start with one that cannot.</summary>
internal sealed class AgentsExam : IExam
{
    private const int Shown = 5;

    public string Area => "agents";

    public Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        if (patient.Packages.Count > 0)
            return Task.FromResult<IReadOnlyList<Finding>>([.. patient.Packages.Select(package => Finding.Ok(Area, package.Name, $"version {package.Version}, {package.Tools.Length} tools"))]);
        try
        {
            PackageChoice.Of(patient.Settings, PackageContext.Of(patient.Settings), []);
            return Task.FromResult<IReadOnlyList<Finding>>([]);
        }
        catch (PackageException e)
        {
            return Task.FromResult<IReadOnlyList<Finding>>([.. e.Errors.Take(Shown).Select(error => Finding.Failed(Area, error.File, error.ToString(), "Correct the file; `agent lint` shows all of them."))]);
        }
    }

    public static IReadOnlyList<Package> Served(Patient patient, IReadOnlyList<Package> own)
    {
        try
        {
            return PackageChoice.Of(patient.Settings, PackageContext.Of(patient.Settings), own);
        }
        catch (PackageException)
        {
            return [];
        }
    }
}
