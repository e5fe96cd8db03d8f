using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Every exam in order. The clock comes after all that ask peers: they tell the time on the way.</summary>
internal static class Examination
{
    private static readonly IExam[] Exams =
        [new SettingsExam(), new AgentsExam(), new InstanceExam(), new IdentityExam(), new ReachabilityExam(), new EmbeddedStoreExam(), new AzureStoreExam(), new ServiceBusExam(), new ClockExam(), new VersionsExam()];

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, IReadOnlyList<Package> own, CancellationToken ct)
    {
        patient = patient with { Packages = AgentsExam.Served(patient, own) };
        var findings = new List<Finding>();
        foreach (var exam in Exams)
        {
            try
            {
                findings.AddRange(await exam.RunAsync(patient, ct));
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                findings.Add(Finding.Failed(exam.Area, "examination", $"It could not be finished: {e.GetType().Name}: {e.Message}", "What stands in the message comes first; then run doctor again."));
            }
        }
        return findings;
    }
}
