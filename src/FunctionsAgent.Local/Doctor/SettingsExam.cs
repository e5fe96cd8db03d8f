using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Values, what belongs together, names nobody reads; for the Functions app what it cannot start without.</summary>
internal sealed class SettingsExam : IExam
{
    public string Area => "settings";

    public Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        var findings = SettingCheck.Of(patient.Settings).Select(problem => problem.Trouble == SettingTrouble.Unknown
            ? Finding.Warning(Area, problem.Name, problem.What, problem.Mend)
            : Finding.Failed(Area, problem.Name, problem.What, problem.Mend)).ToList();
        findings.AddRange(patient.IsAzure ? Azure(patient.Settings) : []);
        if (findings.All(finding => finding.State != FindingState.Failed))
            findings.Insert(0, Finding.Ok(Area, "all", $"{Known(patient.Settings)} set for {(patient.IsAzure ? "the Functions app" : "this program")}, each with a value it can have"));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    private static int Known(IConfiguration settings) =>
        settings.AsEnumerable().Count(pair => !string.IsNullOrWhiteSpace(pair.Value) && SettingNames.Knows(pair.Key.Replace(":", "__")));

    private IEnumerable<Finding> Azure(IConfiguration settings)
    {
        try
        {
            AzureSettings.Read(settings);
            return [];
        }
        catch (AzureSettingsException e)
        {
            return e.Problems.Select(problem => Finding.Failed(Area, problem.Split(' ')[0], $"{problem}: the Functions app does not start.", "Set it on the app or in local.settings.json; without Azure remove the other settings of ServiceBus and Storage."));
        }
    }
}
